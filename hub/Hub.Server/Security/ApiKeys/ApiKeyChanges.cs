namespace Hub.Server.Security.ApiKeys;

/// <summary>Keeps a new key.</summary>
public sealed record AddApiKey(ApiKey Key) : IChange;

/// <summary>Refuses a key from now on. A key that is revoked already keeps its first date.</summary>
public sealed record RevokeApiKey(string Id, DateTimeOffset At) : IChange;

/// <summary>Notes when a key was last used; never moves the date back.</summary>
public sealed record TouchApiKey(string Id, DateTimeOffset At) : IChange;

/// <summary>Refuses a session that was signed out. The row may be deleted once <paramref name="ExpiresAt"/> has passed.</summary>
public sealed record EndSession(string SessionId, DateTimeOffset ExpiresAt) : IChange;
