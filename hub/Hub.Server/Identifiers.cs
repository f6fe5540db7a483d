namespace Hub.Server;

/// <summary>A local authority (collectivité), by its SIREN: nine digits.</summary>
public readonly record struct TenantId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>One citizen request's path across systems, from its receipt to its end.</summary>
public readonly record struct JourneyId(string Value)
{
    public override string ToString() => Value;
}

/// <summary>What makes a message the same when it comes again: CloudEvents' source and id, inside one tenant.</summary>
public readonly record struct MessageId(TenantId Tenant, string Source, string Id)
{
    public override string ToString() => $"{Source}/{Id}";
}
