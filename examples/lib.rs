//! What the example programs share: flags, logging and start-up.
