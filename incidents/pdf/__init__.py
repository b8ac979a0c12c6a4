"""Case files as PDF: the confirmed source, its rendering, the leak gate and the check of a released copy.

Plain modules: no models, no queries. What comes in is an argument, what goes out is bytes or an error.
"""
