namespace Hub.Server.Security.ApiKeys;

/// <summary>Reads the kept API keys. They are few: the whole list is held in memory by <see cref="ApiKeyRing"/>.</summary>
public interface IApiKeyStore
{
    /// <summary>
    /// A number that grows with every <see cref="AddApiKey"/>, <see cref="RevokeApiKey"/> and <see cref="EndSession"/>, by whatever process.
    /// A <see cref="TouchApiKey"/> leaves it as it is.
    /// </summary>
    long Version();

    /// <summary>Every key, revoked and expired ones too, oldest first.</summary>
    IReadOnlyList<ApiKey> List();

    /// <summary>The sessions that were signed out before their time and would still be valid at <paramref name="now"/>.</summary>
    IReadOnlyList<string> EndedSessions(DateTimeOffset now);
}
