using Google.Protobuf.Reflection;

namespace Grpc.Core.Server;

/// <summary>What this application maps, for reflection and to map the answer to unknown services only once.</summary>
internal sealed class MappedServices
{
    private readonly List<ServiceDescriptor> _descriptors = [];

    public bool HasFallback { get; set; }

    public IReadOnlyList<ServiceDescriptor> Descriptors => _descriptors;

    public void Add(ServiceDescriptor descriptor)
    {
        if (!_descriptors.Contains(descriptor))
        {
            _descriptors.Add(descriptor);
        }
    }
}
