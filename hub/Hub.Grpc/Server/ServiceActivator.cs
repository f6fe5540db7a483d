using Microsoft.Extensions.DependencyInjection;

namespace Grpc.Core.Server;

/// <summary>Gives each call its service object: the registered one, or a new one whose constructor is filled from the request's services.</summary>
internal sealed class ServiceActivator<TService>(bool isRegistered)
    where TService : class
{
    private readonly ObjectFactory<TService>? _factory = isRegistered ? null : ActivatorUtilities.CreateFactory<TService>([]);

    public TService Create(IServiceProvider services) =>
        _factory is null ? services.GetRequiredService<TService>() : _factory(services, []);

    /// <summary>Disposes only what <see cref="Create"/> built itself; the container disposes the rest.</summary>
    public ValueTask ReleaseAsync(TService service)
    {
        if (_factory is null)
        {
            return default;
        }

        if (service is IAsyncDisposable asyncDisposable)
        {
            return asyncDisposable.DisposeAsync();
        }

        (service as IDisposable)?.Dispose();
        return default;
    }
}
