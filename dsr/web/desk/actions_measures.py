"""The steps of the desk that concern measures."""

from dsr.web.desk.action import Action

MEASURE_ACTIONS: dict[str, Action] = {}
