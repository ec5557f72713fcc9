//! Metadata alone: what a client asks for when the rest of an object does not matter to it.

use super::{ObjectMeta, PartialObjectMetadata};
use crate::codec::{self, DecodeError, EncodeError, MediaType};
use crate::resource::Object;

impl Object for PartialObjectMetadata {
    const PROTOBUF: bool = true;

    fn metadata(&self) -> &ObjectMeta {
        &self.metadata
    }

    fn metadata_mut(&mut self) -> &mut ObjectMeta {
        &mut self.metadata
    }

    fn encode(&self, media_type: MediaType) -> Result<Vec<u8>, EncodeError> {
        codec::encode(self, "meta.k8s.io/v1", "PartialObjectMetadata", media_type)
    }

    fn decode(bytes: &[u8], media_type: MediaType) -> Result<Self, DecodeError> {
        let mut object = Self::default();
        codec::decode(&mut object, bytes, media_type)?;
        Ok(object)
    }
}
