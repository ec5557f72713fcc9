//! How a runtime fails.

/// A sandbox or container could not be dealt with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum RuntimeError {
    /// There is no such sandbox or container.
    #[error("{what} {id:?} not found")]
    NotFound {
        /// `sandbox` or `container`.
        what: &'static str,
        /// Its id.
        id: String,
    },
    /// The thing is in a state in which this cannot be done.
    #[error("{what} {id:?} is {state}")]
    State {
        /// `sandbox` or `container`.
        what: &'static str,
        /// Its id.
        id: String,
        /// The state it is in.
        state: &'static str,
    },
    /// The configuration asks for something that cannot be.
    #[error("{field}: {message}")]
    Config {
        /// The field at fault.
        field: &'static str,
        /// What is wrong with it.
        message: String,
    },
    /// The program could not be started.
    #[error("failed to start {command:?}: {message}")]
    Start {
        /// The program.
        command: String,
        /// Why.
        message: String,
    },
    /// It took too long.
    #[error("{operation} timed out")]
    Timeout {
        /// What took so long.
        operation: &'static str,
    },
    /// The runtime cannot be reached.
    #[error("the container runtime is not available: {message}")]
    Unavailable {
        /// Why.
        message: String,
    },
    /// The runtime failed in a way of its own.
    #[error("{operation}: {message}")]
    Failed {
        /// What was asked.
        operation: &'static str,
        /// What it said.
        message: String,
    },
}

/// An image could not be had.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum ImageError {
    /// The name is not that of an image.
    #[error("couldn't parse image name {image:?}: {message}")]
    InvalidName {
        /// The name.
        image: String,
        /// What is wrong with it.
        message: String,
    },
    /// The registry has no such image.
    #[error("failed to resolve image {image:?}: not found")]
    NotFound {
        /// The name.
        image: String,
    },
    /// The registry refuses.
    #[error("pull access denied for {image:?}")]
    Denied {
        /// The name.
        image: String,
    },
    /// The registry cannot be reached.
    #[error("the registry of {image:?} is unavailable: {message}")]
    RegistryUnavailable {
        /// The name.
        image: String,
        /// Why.
        message: String,
    },
    /// The runtime failed in a way of its own.
    #[error("image {image:?}: {message}")]
    Failed {
        /// The name.
        image: String,
        /// What it said.
        message: String,
    },
}
