//! Protobuf messages on a gRPC stream.

use std::marker::PhantomData;

use prost::Message;
use tonic::Status;
use tonic::codec::{Codec, DecodeBuf, Decoder, EncodeBuf, Encoder};

/// Sends `Q`, receives `A`.
pub(super) struct ProtobufCodec<Q, A>(PhantomData<fn(Q) -> A>);

/// One direction of a [`ProtobufCodec`].
pub(super) struct Direction<M>(PhantomData<fn(M) -> M>);

impl<Q, A> Default for ProtobufCodec<Q, A> {
    fn default() -> Self {
        Self(PhantomData)
    }
}

impl<Q, A> Codec for ProtobufCodec<Q, A>
where
    Q: Message + 'static,
    A: Message + Default + 'static,
{
    type Encode = Q;
    type Decode = A;
    type Encoder = Direction<Q>;
    type Decoder = Direction<A>;

    fn encoder(&mut self) -> Direction<Q> {
        Direction(PhantomData)
    }

    fn decoder(&mut self) -> Direction<A> {
        Direction(PhantomData)
    }
}

impl<M: Message> Encoder for Direction<M> {
    type Item = M;
    type Error = Status;

    fn encode(&mut self, message: M, buffer: &mut EncodeBuf<'_>) -> Result<(), Status> {
        message.encode(buffer).map_err(|error| Status::internal(error.to_string()))
    }
}

impl<M: Message + Default> Decoder for Direction<M> {
    type Item = M;
    type Error = Status;

    fn decode(&mut self, buffer: &mut DecodeBuf<'_>) -> Result<Option<M>, Status> {
        M::decode(buffer).map(Some).map_err(|error| Status::internal(error.to_string()))
    }
}
