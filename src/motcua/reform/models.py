"""All models of the reform room, gathered where Django looks for them."""

from motcua.reform.editions.models import IndexEdition

__all__ = ["IndexEdition"]
