using Hub.Connectors.FranceConnect.Jose;

namespace Hub.Connectors.FranceConnect.SignIns;

/// <summary>Why no identity comes, as <c>identity.refused</c> and the return address name it.</summary>
internal static class RefusalReason
{
    /// <summary>The citizen chose not to go on.</summary>
    public const string Citizen = "refusedByCitizen";

    /// <summary>The identity was proved at a lower level than the procedure asks.</summary>
    public const string AssuranceTooLow = "assuranceTooLow";

    /// <summary>What came as a proof must not be believed.</summary>
    public const string ProofInvalid = "proofInvalid";

    /// <summary>The proof is genuine but the pivot identity in it is not whole.</summary>
    public const string IdentityInvalid = "identityInvalid";

    /// <summary>The link was not followed to the end in time.</summary>
    public const string Expired = "expired";

    public static string For(ProofFault fault) => fault switch
    {
        ProofFault.AssuranceTooLow => AssuranceTooLow,
        ProofFault.IdentityInvalid => IdentityInvalid,
        _ => ProofInvalid,
    };
}
