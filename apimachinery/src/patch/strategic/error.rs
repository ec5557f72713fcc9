//! Why a strategic merge patch can't be applied or computed.

/// Why a strategic merge patch can't be applied or computed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum StrategicError {
    /// A document is not an object.
    #[error("invalid JSON document")]
    Document,
    /// `$deleteFromPrimitiveList` without a list name.
    #[error("invalid patch format of primitive list")]
    PrimitiveListFormat,
    /// `$retainKeys` is not a list.
    #[error("invalid patch format of retainKeys")]
    RetainKeysFormat,
    /// The patch sets a member that its `$retainKeys` does not list.
    #[error("patch content doesn't match retainKeys list: {0} is not in it")]
    NotRetained(String),
    /// `$setElementOrder` is not a list of the right form.
    #[error("invalid patch format of setElementOrder list")]
    SetElementOrderFormat,
    /// The items of the patch are not a part of `$setElementOrder` in its order.
    #[error("the order in the patch list of {0} doesn't match its $setElementOrder list")]
    SetElementOrderMismatch(String),
    /// A list within a list.
    #[error("lists of lists are not supported")]
    ListOfLists,
    /// A merged list has items of several types, or `null` items.
    #[error("list element types are not identical")]
    MixedList,
    /// A value has another type than its place.
    #[error("expected {expected}, but received {received}")]
    WrongType {
        /// What was needed.
        expected: &'static str,
        /// What was there.
        received: &'static str,
    },
    /// An item of a merged list lacks the key.
    #[error("map: {item} does not contain declared merge key: {key}")]
    NoMergeKey {
        /// The merge key.
        key: String,
        /// The item, as JSON.
        item: String,
    },
    /// Objects in a list that merges as a set of scalars.
    #[error("cannot merge lists without merge key")]
    NoMergeKeyDeclared,
    /// `$patch` with an unknown word.
    #[error("unknown patch type: {0}")]
    UnknownDirective(String),
    /// `$patch: merge` on an item.
    #[error("merging lists cannot yet be specified in the patch")]
    MergeDirective,
    /// The type has no such field, or one of another shape.
    #[error("unable to find api field in struct {type_name} for the json field {field:?}")]
    UnknownField {
        /// The type.
        type_name: &'static str,
        /// The field.
        field: String,
    },
    /// The patch changes what someone else changed since.
    #[error("patch conflicts with changes made from original to current")]
    Conflict,
}

impl StrategicError {
    /// Whether the API server answers 400: the patch is malformed.
    #[must_use]
    pub fn is_bad_request(&self) -> bool {
        matches!(
            self,
            Self::Document
                | Self::PrimitiveListFormat
                | Self::RetainKeysFormat
                | Self::NotRetained(_)
                | Self::SetElementOrderFormat
        )
    }

    /// Whether the API server answers 422: the patch does not fit the object. Other faults that are
    /// not [`is_bad_request`](Self::is_bad_request) are answered with 500.
    #[must_use]
    pub fn is_unprocessable(&self) -> bool {
        matches!(self, Self::ListOfLists)
    }
}
