using System.Text.Json.Serialization;

namespace Hub.Connectors.FranceConnect.StandIn.Behaviour;

/// <summary>A way in which a proof can be wrong; each must make a client refuse it.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Misbehaviour>))]
internal enum Misbehaviour
{
    None,
    WrongNonce,
    WrongState,
    WrongSignature,
    ForeignKey,
    AlgNone,
    HmacWithPublicKey,
    EmbeddedKey,
    Expired,
    NotYetValid,
    WrongIssuer,
    WrongAudience,
    LowAcr,
    OtherSubject,
    PlainUserinfo,
    UserinfoWrongSignature,
    UserinfoOtherAlgorithm,
    UserinfoTampered,
    MissingName,
}
