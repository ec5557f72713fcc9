//! What a Kubernetes API object is: metadata, descriptors, codecs, patches, selectors and quantities.
