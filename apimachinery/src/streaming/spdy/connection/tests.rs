//! Two connections that talk to each other.

use super::super::frame::Setting;
use super::*;
use proptest::prelude::*;

/// Two ends; bytes go across when asked.
struct Pair {
    client: Connection,
    server: Connection,
}

impl Pair {
    fn new() -> Self {
        Self {
            client: Connection::new(Role::Client, Limits::default()),
            server: Connection::new(Role::Server, Limits::default()),
        }
    }

    /// Carries everything both ways until nobody has anything to say; returns what was said.
    fn settle(&mut self) -> (Vec<Event>, Vec<Event>) {
        let (mut at_client, mut at_server) = (Vec::new(), Vec::new());
        loop {
            let (to_server, to_client) = (self.client.poll_output(), self.server.poll_output());
            if to_server.is_none() && to_client.is_none() {
                return (at_client, at_server);
            }
            self.server.feed(&to_server.unwrap_or_default()).unwrap();
            self.client.feed(&to_client.unwrap_or_default()).unwrap();
            at_client.extend(std::iter::from_fn(|| self.client.poll_event()));
            at_server.extend(std::iter::from_fn(|| self.server.poll_event()));
        }
    }

    fn opened(&mut self) -> StreamId {
        let id = self.client.open_stream(Headers::new().with("streamType", "data")).unwrap();
        self.settle();
        self.server.reply(id, Headers::new());
        self.settle();
        id
    }
}

fn data(id: StreamId, data: &'static [u8], fin: bool) -> Event {
    Event::Data { id, data: Bytes::from_static(data), fin }
}

#[test]
fn a_stream_lives_and_dies() {
    let mut pair = Pair::new();
    let headers = Headers::new().with("streamType", "data").with("port", "80");
    let id = pair.client.open_stream(headers.clone()).unwrap();
    assert_eq!(id, StreamId(1));
    let (_, said) = pair.settle();
    assert_eq!(said, [Event::StreamOpened { id, headers, fin: false }]);

    pair.server.reply(id, Headers::new());
    let (said, _) = pair.settle();
    assert_eq!(said, [Event::Reply { id, headers: Headers::new(), fin: false }]);

    pair.client.send_data(id, b"question");
    pair.client.finish(id);
    let (_, said) = pair.settle();
    assert_eq!(said, [data(id, b"question", false), data(id, b"", true)]);

    pair.server.send_data(id, b"answer");
    pair.server.finish(id);
    let (said, _) = pair.settle();
    assert_eq!(said, [data(id, b"answer", false), data(id, b"", true)]);
    assert_eq!((pair.client.open_streams(), pair.server.open_streams()), (0, 0));
}

#[test]
fn numbers_are_odd_for_clients_and_even_for_servers() {
    let mut pair = Pair::new();
    assert_eq!(pair.client.open_stream(Headers::new()), Ok(StreamId(1)));
    assert_eq!(pair.client.open_stream(Headers::new()), Ok(StreamId(3)));
    assert_eq!(pair.server.open_stream(Headers::new()), Ok(StreamId(2)));
    assert_eq!((pair.client.ping(), pair.client.ping(), pair.server.ping()), (1, 3, 2));
    let (at_client, at_server) = pair.settle();
    assert!(
        at_client.contains(&Event::Pong { id: 3 }) && at_client.contains(&Event::Ping { id: 2 })
    );
    assert!(
        at_server.contains(&Event::Ping { id: 1 }) && at_server.contains(&Event::Pong { id: 2 })
    );
}

#[test]
fn reset_ends_both_ways_and_late_data_is_dropped() {
    let mut pair = Pair::new();
    let id = pair.opened();
    pair.client.reset(id, ResetStatus::Cancel);
    pair.server.send_data(id, b"too late");
    let (at_client, at_server) = pair.settle();
    assert_eq!(at_client, []);
    assert_eq!(at_server, [Event::Reset { id, status: ResetStatus::Cancel }]);
    pair.server.send_data(id, b"x");
    pair.server.finish(id);
    pair.server.reset(id, ResetStatus::Cancel);
    assert_eq!(pair.server.poll_output(), None);
}

#[test]
fn a_stream_can_be_refused() {
    let mut pair = Pair::new();
    let id = pair.client.open_stream(Headers::new()).unwrap();
    pair.settle();
    pair.server.reset(id, ResetStatus::RefusedStream);
    let (said, _) = pair.settle();
    assert_eq!(said, [Event::Reset { id, status: ResetStatus::RefusedStream }]);
}

#[test]
fn going_away_spares_open_streams() {
    let mut pair = Pair::new();
    let id = pair.opened();
    pair.server.go_away();
    let (said, _) = pair.settle();
    assert_eq!(said, [Event::GoAway { last_good: id, status: GoAwayStatus::Ok }]);
    assert_eq!(pair.client.open_stream(Headers::new()), Err(OpenError::GoingAway));
    pair.client.send_data(id, b"still here");
    let (_, said) = pair.settle();
    assert_eq!(said, [data(id, b"still here", false)]);
}

#[test]
fn closing_resets_what_is_open() {
    let mut pair = Pair::new();
    let id = pair.opened();
    pair.client.close();
    let (_, said) = pair.settle();
    assert_eq!(
        said,
        [
            Event::Reset { id, status: ResetStatus::Cancel },
            Event::GoAway { last_good: StreamId(0), status: GoAwayStatus::Ok },
        ]
    );
    assert_eq!(pair.client.open_streams(), 0);
}

#[test]
fn too_many_streams_are_refused() {
    let mut pair = Pair::new();
    pair.server = Connection::new(Role::Server, Limits { streams: 1, ..Limits::default() });
    pair.client.open_stream(Headers::new()).unwrap();
    let second = pair.client.open_stream(Headers::new()).unwrap();
    let (said, _) = pair.settle();
    assert_eq!(said, [Event::Reset { id: second, status: ResetStatus::RefusedStream }]);
}

/// What a misbehaving end sends and what is answered.
#[test]
fn wrong_frames_are_answered_as_the_draft_says() {
    let syn = |id| Frame::SynStream {
        id: StreamId(id),
        associated: StreamId(0),
        priority: 0,
        headers: Headers::new(),
        fin: false,
        unidirectional: false,
    };
    let rst = |id, status| Frame::RstStream { id: StreamId(id), status };
    let bytes = Bytes::from_static(b"x");
    let rows: &[(&str, &[Frame], &[Frame])] = &[
        ("our own parity", &[syn(2)], &[rst(2, ResetStatus::ProtocolError)]),
        ("backwards", &[syn(5), syn(3)], &[rst(3, ResetStatus::ProtocolError)]),
        ("twice", &[syn(5), syn(5)], &[rst(5, ResetStatus::ProtocolError)]),
        ("data on no stream", &[Frame::Data { id: StreamId(9), data: bytes, fin: false }], &[]),
        ("reset of no stream", &[rst(9, ResetStatus::Cancel)], &[]),
        ("window", &[Frame::WindowUpdate { id: StreamId(0), delta: 1 }], &[]),
        (
            "settings",
            &[Frame::Settings { settings: vec![Setting { flags: 1, id: 7, value: 1 }] }],
            &[],
        ),
        (
            "reply to no stream",
            &[Frame::SynReply { id: StreamId(2), headers: Headers::new(), fin: true }],
            &[],
        ),
        ("ping", &[Frame::Ping { id: 1 }], &[Frame::Ping { id: 1 }]),
        ("answer to no ping", &[Frame::Ping { id: 2 }], &[]),
    ];
    for (name, sent, want) in rows {
        let (mut encoder, mut bytes) = (Encoder::new(), Vec::new());
        sent.iter().for_each(|frame| encoder.encode(frame, &mut bytes));
        let mut server = Connection::new(Role::Server, Limits::default());
        server.feed(&bytes).unwrap();
        let mut decoder = Decoder::new(Limits::default());
        decoder.feed(&server.poll_output().unwrap_or_default());
        let mut answers = Vec::new();
        while let Some(frame) = decoder.next_frame().unwrap() {
            answers.push(frame);
        }
        assert_eq!(answers, *want, "{name}");
    }
}

#[test]
fn data_before_the_reply_resets_the_stream() {
    let mut client = Connection::new(Role::Client, Limits::default());
    let id = client.open_stream(Headers::new()).unwrap();
    let mut bytes = Vec::new();
    Encoder::new()
        .encode(&Frame::Data { id, data: Bytes::from_static(b"x"), fin: false }, &mut bytes);
    client.feed(&bytes).unwrap();
    assert_eq!(client.poll_event(), Some(Event::Reset { id, status: ResetStatus::ProtocolError }));
    assert_eq!(client.open_streams(), 0);
}

#[test]
fn garbage_fails_the_connection_for_good() {
    let mut server = Connection::new(Role::Server, Limits::default());
    let want = FrameError::UnsupportedVersion(0x2020);
    assert_eq!(server.feed(b"\xa0\x20 HTTP/1.1"), Err(want.clone()));
    assert!(server.poll_output().is_some_and(|output| output.starts_with(b"\x80\x03\0\x07")));
    assert_eq!(server.feed(b"\x80\x03\0\x06\0\0\0\x04\0\0\0\x01"), Err(want));
    assert_eq!(server.open_stream(Headers::new()), Err(OpenError::Failed));
    assert_eq!(server.poll_output(), None);
}

/// A step of one end.
#[derive(Clone, Debug)]
enum Step {
    Open,
    Reply(usize),
    Send(usize, Vec<u8>),
    Finish(usize),
    Reset(usize),
    Ping,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        2 => Just(Step::Open),
        2 => (0usize..6).prop_map(Step::Reply),
        4 => ((0usize..6), proptest::collection::vec(any::<u8>(), 0..200)).prop_map(|(i, d)| Step::Send(i, d)),
        1 => (0usize..6).prop_map(Step::Finish),
        1 => (0usize..6).prop_map(Step::Reset),
        1 => Just(Step::Ping),
    ]
}

fn take(connection: &mut Connection, ids: &mut Vec<StreamId>, step: Step) {
    let at = |ids: &[StreamId], index: usize| ids.get(index).copied().unwrap_or(StreamId(1));
    match step {
        Step::Open => ids.extend(connection.open_stream(Headers::new().with("a", "b"))),
        Step::Reply(index) => connection.reply(at(ids, index), Headers::new()),
        Step::Send(index, data) => connection.send_data(at(ids, index), &data),
        Step::Finish(index) => connection.finish(at(ids, index)),
        Step::Reset(index) => connection.reset(at(ids, index), ResetStatus::Cancel),
        Step::Ping => drop(connection.ping()),
    }
}

/// Valid bytes of a client that took these steps.
fn spoken(steps: Vec<Step>) -> Vec<u8> {
    let mut client = Connection::new(Role::Client, Limits::default());
    let mut ids = Vec::new();
    steps.into_iter().for_each(|step| take(&mut client, &mut ids, step));
    client.poll_output().unwrap_or_default().to_vec()
}

/// All events of a server that reads `bytes` cut into pieces of `cut`, data joined.
fn heard(bytes: &[u8], cut: usize) -> (Vec<Event>, Option<FrameError>) {
    let mut server = Connection::new(Role::Server, Limits::default());
    let mut events: Vec<Event> = Vec::new();
    let mut failure = None;
    for piece in bytes.chunks(cut.max(1)) {
        failure = server.feed(piece).err();
        while let Some(event) = server.poll_event() {
            if let (
                Some(Event::Data { id, data, fin }),
                Event::Data { id: next, data: more, fin: end },
            ) = (events.last_mut(), &event)
                && id == next
            {
                *data = [&data[..], &more[..]].concat().into();
                *fin = *end;
            } else {
                events.push(event);
            }
        }
    }
    (events, failure)
}

proptest! {
    #[test]
    fn cuts_do_not_matter(steps in proptest::collection::vec(step(), 0..30), cut in 1usize..50) {
        let bytes = spoken(steps);
        let (whole, failure) = heard(&bytes, usize::MAX);
        prop_assert_eq!(failure, None);
        prop_assert_eq!(heard(&bytes, cut).0, whole);
    }

    #[test]
    fn data_arrives_whole_and_in_order(pieces in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..400), 0..20)) {
        let mut pair = Pair::new();
        let id = pair.opened();
        let mut got = Vec::new();
        for piece in &pieces {
            pair.client.send_data(id, piece);
            for event in pair.settle().1 {
                let Event::Data { data, .. } = event else { panic!("only data was sent: {event:?}") };
                got.extend_from_slice(&data);
            }
        }
        prop_assert_eq!(got, pieces.concat());
    }

    #[test]
    fn both_ends_agree_on_what_is_open(steps in proptest::collection::vec((any::<bool>(), step()), 0..60)) {
        let mut pair = Pair::new();
        let mut ids = Vec::new();
        for (at_client, step) in steps {
            let end = if at_client { &mut pair.client } else { &mut pair.server };
            take(end, &mut ids, step);
            pair.settle();
        }
        prop_assert_eq!(pair.client.open_streams(), pair.server.open_streams());
    }

    #[test]
    fn random_bytes_never_panic(bytes in proptest::collection::vec(any::<u8>(), 0..400), cut in 1usize..60) {
        let _ = heard(&bytes, cut);
    }

    #[test]
    fn mutated_streams_never_panic(
        steps in proptest::collection::vec(step(), 1..20),
        mutations in proptest::collection::vec((any::<proptest::sample::Index>(), any::<u8>()), 1..6),
        cut in 1usize..80,
    ) {
        let mut bytes = spoken(steps);
        if !bytes.is_empty() {
            for (index, byte) in mutations {
                let index = index.index(bytes.len());
                bytes[index] = byte;
            }
        }
        let _ = heard(&bytes, cut);
    }
}
