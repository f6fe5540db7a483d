using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace Grpc.AspNetCore.HealthChecks;

/// <summary>Which health checks speak for which gRPC service name.</summary>
public sealed class GrpcHealthChecksOptions
{
    /// <summary>By service name. The empty name, the whole server, is there from the start and takes every check.</summary>
    public ServiceMappings Services { get; } = new();

    /// <summary>How often a watched service is checked again. Default 5 s.</summary>
    public TimeSpan WatchInterval { get; set; } = TimeSpan.FromSeconds(5);
}

/// <summary>Service names and the checks that decide for them.</summary>
public sealed class ServiceMappings
{
    private readonly Dictionary<string, Func<HealthCheckRegistration, bool>> _mappings = new(StringComparer.Ordinal) { [string.Empty] = _ => true };

    /// <summary>Adds a service or replaces what decided for it.</summary>
    public void Map(string name, Func<HealthCheckRegistration, bool> predicate)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentNullException.ThrowIfNull(predicate);
        _mappings[name] = predicate;
    }

    internal Func<HealthCheckRegistration, bool>? Find(string name) => _mappings.GetValueOrDefault(name);
}
