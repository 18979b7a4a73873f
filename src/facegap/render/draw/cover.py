from facegap.render.draw.kernels.cover import *  # moved: edit kernels/cover.py
