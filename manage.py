#!/usr/bin/env python3
"""Run one administrative command of DSR Desk."""

import os
import sys

from django.core.management import execute_from_command_line

from config import embedded

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    embedded.prepare(sys.argv[1:])
    execute_from_command_line(sys.argv)
