namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>Why a proof of identity was not believed. Logged and counted; says nothing about the citizen.</summary>
internal enum ProofFault
{
    /// <summary>Not a compact JWS or JWE, or not JSON inside.</summary>
    Malformed,

    /// <summary>Signed or encrypted with an algorithm that is not on the allow-list, <c>none</c> among them.</summary>
    AlgorithmNotAllowed,

    /// <summary>The header brings its own key, points to one, or asks for an extension.</summary>
    HeaderNotAllowed,

    /// <summary>No published key, or more than one, fits the header.</summary>
    KeyUnknown,

    SignatureWrong,

    /// <summary>User info came without the encryption that was registered.</summary>
    NotEncrypted,

    DecryptionFailed,
    IssuerWrong,
    AudienceWrong,
    Expired,
    NotYetValid,
    NonceWrong,
    AccessTokenHashWrong,

    /// <summary>User info is about somebody else than the ID token.</summary>
    SubjectWrong,

    AssuranceTooLow,

    /// <summary>The pivot identity breaks its own rules, for example a name is missing.</summary>
    IdentityInvalid,
}
