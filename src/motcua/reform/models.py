"""All models of the reform room, gathered where Django looks for them."""

from motcua.reform.editions.models import IndexEdition
from motcua.reform.papers.models import Paper

__all__ = ["IndexEdition", "Paper"]
