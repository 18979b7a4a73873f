"""From meshes, surfaces and light to pixels, with Warp on CPU or GPU."""
