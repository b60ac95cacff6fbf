"""The command that changes the key-encryption key says what it did, and loses nothing where it fails."""

import pytest
from django.core.management import CommandError, call_command

from dsr.vault import keys


@pytest.fixture
def place(settings, tmp_path):
    settings.KEY_STORE = f"files://{tmp_path}/keys"
    settings.KEK_FILE, settings.KEK_DRAWN = str(tmp_path / "kek"), False
    keys.forget()
    yield tmp_path
    keys.forget()


def rotate(capsys, *words):
    call_command("rotate_keys", *words)
    return capsys.readouterr().out


def test_the_first_time_it_draws_the_first_key(place, capsys):
    assert "drew the first" in rotate(capsys)
    assert keys.draw()


def test_afterwards_it_wraps_all_keys_anew_and_forgets_the_old_one(place, capsys):
    rotate(capsys)
    one, old = keys.draw(), (place / "kek").read_text()
    before = keys.open_key(one).derive(b"test")

    words = rotate(capsys)

    keys.forget()
    assert "1 keys wrapped anew, 1 old" in words
    assert (place / "kek").read_text() != old
    assert keys.open_key(one).derive(b"test") == before


def test_the_old_key_can_be_kept_and_a_file_written_by_others_is_left_alone(place, capsys):
    rotate(capsys)
    keys.draw()

    rotate(capsys, "--keep-old")
    kept = (place / "kek").read_text()
    words = rotate(capsys, "--rewrap-only")

    assert len(kept.split()) == 2
    assert ((place / "kek").read_text(), words) == (
        kept,
        "0 keys wrapped anew, 0 old key-encryption keys forgotten\n",
    )


def test_a_lost_key_is_not_replaced_by_a_new_one(place, capsys):
    rotate(capsys)
    keys.draw()
    (place / "kek").unlink()

    with pytest.raises(CommandError, match="Nothing is lost"):
        rotate(capsys)
    assert not (place / "kek").exists()
