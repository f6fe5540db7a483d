using Hub.Server.Security.ApiKeys;
using Hub.Server.Security.Audit;
using Hub.Server.Security.SignIn;
using Hub.Server.Security.Tokens;
using Hub.Server.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace Hub.Server.Security;

/// <summary>Switches security on. The storage supplies <see cref="IApiKeyStore"/> and <see cref="IAuditStore"/>.</summary>
internal static class SecurityServices
{
    /// <summary>The parts that commands on the machine use as well: keys and audit, without HTTP.</summary>
    public static IServiceCollection AddSecurityCore(this IServiceCollection services, HubOptions options)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(options);
        services.TryAddSingleton<IdGenerator>();
        services.AddSingleton(_ => new ServerSecret(options.Data));
        services.AddSingleton<ApiKeyRing>();
        services.AddSingleton<ApiKeyIssuer>();
        services.AddSingleton<HubTokens>();
        services.AddSingleton(_ => new AuditCheckpoint(options.Data));
        return services;
    }

    public static IServiceCollection AddSecurity(this IServiceCollection services, HubOptions options)
    {
        services.AddSecurityCore(options);
        services.AddSingleton<FailedAttempts>();
        services.AddHostedService<ApiKeyRingRefresh>();
        services.AddHostedService<AuditCheckpointWriter>();

        // AddAuthentication would bring a key ring of its own, kept in the user's home; our cookie and tokens do not need it.
        services.AddWebEncoders();
        services.AddTransient<HubAuthentication>();
        services.AddAuthenticationCore(authentication =>
        {
            authentication.DefaultScheme = HubAuthentication.SchemeName;
            authentication.AddScheme<HubAuthentication>(HubAuthentication.SchemeName, displayName: null);
        });
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = BodyLimits.Default;
        });
        return services;
    }

    /// <summary>The first middlewares of the pipeline, in the order that makes them safe. Call it before anything is mapped.</summary>
    public static void UseSecurity(this WebApplication app)
    {
        app.UseMiddleware<SecurityHeaders>();
        app.UseMiddleware<ProblemMiddleware>();
        app.UseRouting();
        app.UseAuthentication();
        app.UseMiddleware<AccessGate>();
        app.UseMiddleware<BodyGate>();
    }

    /// <summary>The routes of this folder.</summary>
    public static void MapSecurity(this IEndpointRouteBuilder routes)
    {
        routes.MapSignIn();
        AuditEndpoints.Map(routes);
    }
}
