"""Results on their way by post: list, one item, hand over, cancel, send again."""
