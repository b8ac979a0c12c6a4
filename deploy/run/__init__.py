"""`make run`: prepares the project, then starts and watches all of its parts on one machine.

Plain Python 3.11 without packages, since it makes the environment that has them.
"""
