"""The steps of the desk by which something is given to the person: the disclosure, the file to take elsewhere."""

from functools import partial

from django.utils.translation import gettext_lazy as _

from dsr.models import Disclosure, Transfer
from dsr.services.measures import base, others
from dsr.services.packages import adding, build, expiry
from dsr.web.desk import forms_disclosure as giving
from dsr.web.desk.action import Action
from dsr.web.desk.forms_measures import plain
from dsr.web.desk.measure_steps import move, on_one, open_by

GIVING: dict[str, Action] = {
    "disclosure_collect": on_one(
        giving.CollectForm, partial(base.note, Disclosure, "collect"), "collect",
        verb=_("Record what is in the package"),
        says=_("What the person is owed, item by item. You can come back as often as you like."),
    ),
    "disclosure_inform": on_one(
        giving.InformForm, adding.inform, "inform",
        verb=_("Write the information"),
        says=_("What the person is told of the use of their data. Where the register of systems has words, they "
               "stand here already."),
    ),
    "disclosure_compile": on_one(
        plain(Disclosure, "compile"), build.compile_disclosure, "compile",
        verb=_("Close the package"),
        says=_("Everything is in it. A second person looks at it together with the answer."),
    ),
    "disclosure_open_again": on_one(
        plain(Disclosure, "open_again"), build.open_again, "open_again",
        verb=_("Open the package again"),
        says=_("Something was found later, or has to come out."),
    ),
    "disclosure_retrieve": move(
        plain(Disclosure, "retrieve"),
        verb=_("Record that it was fetched"),
        says=_("The person has the package."),
    ),
    "disclosure_expire": move(
        plain(Disclosure, "expire"),
        verb=_("Record that nobody fetched it"),
        says=_("The time in which the package could be fetched is over."),
    ),
    "disclosure_destroy": on_one(
        plain(Disclosure, "destroy"),
        expiry.destroy,
        "destroy",
        verb=_("Record its destruction"),
        says=_("Our own copy of the package is gone. What stays is that it was given, and when."),
    ),
    "transfer_build": open_by(
        giving.FileForm, others.build_file, "transfer", giving.FileForm.suits,
        verb=_("Record the file"),
        says=_("What the file holds, and that the conditions of data portability are met."),
    ),
    "transfer_rebuild": on_one(
        giving.RebuildForm, others.rebuild_file, "rebuild",
        verb=_("Build the file anew"),
        says=_("What the file holds now. It goes out with the answer, or is sent again."),
    ),
    "transfer_package": on_one(
        giving.PackForm, build.build_transfer, "package",
        verb=_("Put the file together"),
        says=_("The data are packed as JSON and CSV, with a list of all files. Do it again after a change."),
    ),
    "transfer_transmit": move(
        giving.TransmitForm,
        verb=_("Record the direct transfer"),
        says=_("The file was sent straight to another controller, as the person wished."),
    ),
    "transfer_accept": move(
        plain(Transfer, "accept"),
        verb=_("Record the arrival"),
        says=_("The file arrived and can be read."),
    ),
    "transfer_fail": move(
        giving.FailForm,
        verb=_("Record the failure"),
        says=_("The file did not arrive, or cannot be read."),
    ),
}  # fmt: skip
