//! Every image is there, and is nothing but its name.

use async_trait::async_trait;
use bowline_api::core::v1::Secret;

use super::HollowRuntime;
use crate::runtime::{Image, ImageError, ImageService};

#[async_trait]
impl ImageService for HollowRuntime {
    async fn image_status(&self, image: &str) -> Result<Option<Image>, ImageError> {
        Ok(Some(Image { id: image_id(image), tags: vec![image.to_owned()], ..Image::default() }))
    }

    async fn pull_image(&self, image: &str, _secrets: &[Secret]) -> Result<String, ImageError> {
        Ok(image_id(image))
    }

    async fn list_images(&self) -> Result<Vec<Image>, ImageError> {
        Ok(Vec::new())
    }

    async fn remove_image(&self, _image: &str) -> Result<(), ImageError> {
        Ok(())
    }
}

/// A name that stands for the image's content, and is the same for the same image.
pub(super) fn image_id(image: &str) -> String {
    let mut digest = String::with_capacity(80);
    digest.push_str("sha256:");
    for salt in 0..4_u64 {
        let hash = super::node::fnv(image.bytes().chain(salt.to_le_bytes()));
        digest.push_str(&format!("{hash:016x}"));
    }
    digest
}
