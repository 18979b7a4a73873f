from facegap.render.draw.kernels.records import *  # moved to kernels/records.py
