"""All models of the reform room, gathered where Django looks for them."""

__all__: list[str] = []
