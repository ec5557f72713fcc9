//! Images are names: all of them are "there", none is pulled.

use async_trait::async_trait;
use bowline_api::core::v1::Secret;

use super::ProcessRuntime;
use crate::runtime::{Image, ImageError, ImageService};

#[async_trait]
impl ImageService for ProcessRuntime {
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

    fn images_are_names(&self) -> bool {
        true
    }
}

/// Says in statuses that the image is a name only.
pub(super) fn image_id(image: &str) -> String {
    format!("not-pulled:{image}")
}
