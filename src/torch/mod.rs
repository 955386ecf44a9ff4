//! PyTorch's words: its layer calls, its random numbers.
