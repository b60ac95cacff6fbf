"""The steps of the desk that concern recipients."""

from dsr.web.desk.action import Action

RECIPIENT_ACTIONS: dict[str, Action] = {}
