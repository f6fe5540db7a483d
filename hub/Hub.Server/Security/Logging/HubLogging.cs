using Hub.Server.Web;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging.Console;

namespace Hub.Server.Security.Logging;

/// <summary>The hub's log: JSON lines on the standard output, nothing else.</summary>
internal static class HubLogging
{
    public static ILoggingBuilder AddHubLogging(this ILoggingBuilder logging)
    {
        logging.ClearProviders();
        logging.Services.TryAddSingleton(TimeProvider.System);
        logging.AddConsole(console => console.FormatterName = JsonLineFormatter.FormatterName);
        logging.AddConsoleFormatter<JsonLineFormatter, ConsoleFormatterOptions>();

        // The framework's request log quotes whole addresses, and a search address can hold a citizen's identifier.
        logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        logging.AddFilter("System.Net.Http", LogLevel.Warning);

        // The framework's own handler tells every 401 twice more; refused credentials are a warning of ours.
        logging.AddFilter("Hub.Server.Security.HubAuthentication", LogLevel.Warning);

        // ProblemMiddleware tells every failure once, without quoting it.
        logging.AddFilter("Microsoft.AspNetCore.Server.Kestrel.BadRequests", LogLevel.Error);
        return logging;
    }
}
