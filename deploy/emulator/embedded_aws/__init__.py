"""The emulator: ministack, with the behaviours in front of it that an access key's life depends on.

Nothing of ministack is changed on disk. Each behaviour is one function, named and with its AWS source, that replaces an
attribute of a ministack module at start (see behaviours.py); options that imitate a bad day are in options.py.
"""
