"""By what a sealed person is found: keyed digests of words, one row each."""

from typing import TYPE_CHECKING, ClassVar

from django.db import models

from dsr.models.base import Declared
from dsr.vault import tokens

if TYPE_CHECKING:
    pass


class SearchToken(Declared):
    """One word, or its beginning, by which the person of a submission is found; a number that nobody reads."""

    pk = models.CompositePrimaryKey("submission_id", "token")
    submission = models.ForeignKey("dsr.Submission", models.CASCADE, db_index=False, related_name="+")
    token = models.BigIntegerField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["token", "submission"], name="found_by_token")]

    def __str__(self) -> str:
        return f"token of submission {self.submission_id}"


class RequestQuerySet(models.QuerySet["SubjectRequest"]):
    """This will find requests by what is sealed in them."""

    def matching(self, text: str) -> "RequestQuerySet":
        """Return the requests of every person whose name, addresses or identifiers hold all words of a text.

        A word of three letters and more is found by its beginning; a mail address as a whole, "@host" by its host.
        """
        found, wanted = self, tokens.hidden(tokens.typed(text))
        for token in sorted(wanted):
            found = found.filter(submission__in=SearchToken.objects.filter(token=token).values("submission"))
        return found if wanted else self.none()
