namespace Hub.Server.Exchange.Outbox;

/// <summary>Names that the outbox knows beside the connectors' own.</summary>
public static class OutboundNames
{
    /// <summary>The hub's own mail.</summary>
    public const string Mail = "mail";
}
