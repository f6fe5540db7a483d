namespace Hub.Server.Exchange;

/// <summary>Tells the recipient which connector reported an event.</summary>
public sealed record ConnectorOrigin(string Connector);
