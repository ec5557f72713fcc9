//! Brings the image of a container onto the node.

use bowline_api::core::v1::{Container, Pod, Secret};
use bowline_apimachinery::time::Duration;

use super::pull_policy::{PullDecision, is_valid_image, pull_decision};
use crate::pod_worker::{ActionError, ContainerKind, PodEvent};
use crate::runtime::{ImageError, ImageService};

/// Pulls an image if need be; gives the reference by which a container is made from it.
///
/// # Errors
/// With the reasons that upstream's statuses have: `InvalidImageName`, `ErrImageNeverPull`,
/// `ErrImagePull`, `ImageInspectError`, `RegistryUnavailable`.
pub async fn ensure_image(
    images: &dyn ImageService,
    container: &Container,
    kind: ContainerKind,
    secrets: &[Secret],
    mut tell: impl FnMut(PodEvent) + Send,
) -> Result<String, ActionError> {
    let image = container.image.as_str();
    let mut tell = |event: PodEvent| tell(event.of_container(kind, &container.name));
    if !is_valid_image(image) {
        let message =
            format!("Failed to apply default image tag {image:?}: invalid reference format");
        tell(PodEvent::warning("InspectFailed", message.clone()));
        return Err(ActionError::new("InvalidImageName", message));
    }
    let present = match images.image_status(image).await {
        Ok(present) => present,
        Err(error) => {
            let message = format!("Failed to inspect image {image:?}: {error}");
            tell(PodEvent::warning("InspectFailed", message.clone()));
            return Err(ActionError::new("ImageInspectError", message));
        }
    };
    match (pull_decision(container, present.is_some()), present) {
        (PullDecision::Use | PullDecision::Pull, Some(present)) if images.images_are_names() => {
            let message = format!(
                "Image {image:?} was not pulled: containers of this node are processes of its \
                 host, and an image is only a name"
            );
            tell(PodEvent::normal("ImageNotPulled", message));
            return Ok(present.id);
        }
        (PullDecision::Use, Some(present)) => {
            tell(PodEvent::normal(
                "Pulled",
                format!(
                    "Container image {image:?} already present on machine and can be accessed by \
                     the pod"
                ),
            ));
            return Ok(present.id);
        }
        (PullDecision::Never, _) => {
            let message =
                format!("Container image {image:?} is not present with pull policy of Never");
            tell(PodEvent::warning("ErrImageNeverPull", message.clone()));
            return Err(ActionError::new("ErrImageNeverPull", message));
        }
        _ => {}
    }
    tell(PodEvent::normal("Pulling", format!("Pulling image {image:?}")));
    let began = tokio::time::Instant::now();
    match images.pull_image(image, secrets).await {
        Ok(id) => {
            let took =
                Duration::from_millis(i64::try_from(began.elapsed().as_millis()).unwrap_or(0));
            let message = format!(
                "Successfully pulled image {image:?} in {took} ({took} including waiting)."
            );
            tell(PodEvent::normal("Pulled", message));
            Ok(id)
        }
        Err(error) => {
            let message = format!("Failed to pull image {image:?}: {error}");
            tell(PodEvent::warning("Failed", message.clone()));
            let reason = match error {
                ImageError::RegistryUnavailable { .. } => "RegistryUnavailable",
                _ => "ErrImagePull",
            };
            tell(PodEvent::warning("Failed", format!("Error: {reason}")));
            Err(ActionError::new(reason, message))
        }
    }
}

/// The secrets with which a pod's images are pulled, as far as they exist.
///
/// # Errors
/// The API server could not be asked.
pub async fn pull_secrets(
    objects: &dyn crate::api_server::ObjectStore,
    pod: &Pod,
) -> Result<Vec<Secret>, crate::api_server::ApiError> {
    let mut secrets = Vec::new();
    for reference in &pod.spec.image_pull_secrets {
        if let Some(secret) = objects.secret(&pod.metadata.namespace, &reference.name).await? {
            secrets.push(Secret::clone(&secret));
        }
    }
    Ok(secrets)
}
