"""The 47 attributes of MAAD-Face (Terhörst et al., 2020), in the order of its columns."""

ATTRIBUTES: tuple[str, ...] = (
    *("Male", "Young", "Middle_Aged", "Senior", "Asian", "White", "Black", "Rosy_Cheeks", "Shiny_Skin"),
    *("Bald", "Wavy_Hair", "Receding_Hairline", "Bangs", "Sideburns"),
    *("Black_Hair", "Blond_Hair", "Brown_Hair", "Gray_Hair"),
    *("No_Beard", "Mustache", "5_o_Clock_Shadow", "Goatee"),
    *("Oval_Face", "Square_Face", "Round_Face", "Double_Chin", "High_Cheekbones", "Chubby"),
    *("Obstructed_Forehead", "Fully_Visible_Forehead", "Brown_Eyes", "Bags_Under_Eyes"),
    *("Bushy_Eyebrows", "Arched_Eyebrows", "Mouth_Closed", "Smiling", "Big_Lips", "Big_Nose", "Pointy_Nose"),
    *("Heavy_Makeup", "Wearing_Hat", "Wearing_Earrings", "Wearing_Necktie", "Wearing_Lipstick"),
    *("No_Eyewear", "Eyeglasses", "Attractive"),
)

PERSONAL: frozenset[str] = frozenset(
    (
        *("Male", "Young", "Middle_Aged", "Senior", "Asian", "White", "Black"),
        *("Bald", "Wavy_Hair", "Receding_Hairline", "Bangs", "Black_Hair", "Blond_Hair", "Brown_Hair", "Gray_Hair"),
        *("Oval_Face", "Square_Face", "Round_Face", "Double_Chin", "High_Cheekbones", "Chubby"),
        *("Brown_Eyes", "Bags_Under_Eyes", "Bushy_Eyebrows", "Arched_Eyebrows", "Big_Lips", "Big_Nose", "Pointy_Nose"),
    )
)
"""What is a person's own, the same on all images; the others may differ from image to image. Ours."""

DEMOGRAPHIC: frozenset[str] = frozenset(("Male", "Young", "Middle_Aged", "Senior", "Asian", "White", "Black"))
"""Sex, age and ancestry."""
