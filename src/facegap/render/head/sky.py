"""A kernel that traces how much of the sky points see."""

import warp as wp


@wp.kernel
def sky_seen(
    mesh: wp.uint64,
    points: wp.array(dtype=wp.vec3),
    normals: wp.array(dtype=wp.vec3),
    rays: wp.array(dtype=wp.vec3),
    reach: float,
    openness: wp.array(dtype=float),
):
    """The cosine-weighted share of rays over each point that hit nothing within ``reach``."""
    vertex = wp.tid()
    normal = normals[vertex]
    seen = float(0.0)
    total = float(0.0)
    for ray in range(rays.shape[0]):
        cosine = wp.dot(rays[ray], normal)
        if cosine > 0.0:
            total += cosine
            hit = wp.mesh_query_ray(mesh, points[vertex], rays[ray], reach)
            if not hit.result:
                seen += cosine
    openness[vertex] = seen / wp.max(total, 1.0e-6)
