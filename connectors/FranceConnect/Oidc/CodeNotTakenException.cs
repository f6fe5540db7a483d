namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>The authorization code was used or too old: the citizen starts again, by the same link.</summary>
internal sealed class CodeNotTakenException() : Exception("The authorization code was not taken: it is used, expired or not ours.");
