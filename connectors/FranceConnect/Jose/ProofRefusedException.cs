namespace Hub.Connectors.FranceConnect.Jose;

/// <summary>
/// The source sent a proof that must not be believed. Rare, and found deep in the reading of a token, hence an exception:
/// it is caught once, where the sign-in is refused.
/// </summary>
internal sealed class ProofRefusedException(ProofFault fault, string detail) : Exception($"{fault}: {detail}")
{
    public ProofFault Fault { get; } = fault;
}
