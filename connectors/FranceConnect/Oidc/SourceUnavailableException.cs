namespace Hub.Connectors.FranceConnect.Oidc;

/// <summary>FranceConnect did not answer, or not as it should: trying again later may work, and nothing is known about the citizen.</summary>
internal sealed class SourceUnavailableException(string what, Exception? cause = null) : Exception(what, cause);
