"""The steps of the desk that concern tasks."""

from dsr.web.desk.action import Action

TASK_ACTIONS: dict[str, Action] = {}
