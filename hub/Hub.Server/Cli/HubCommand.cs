using System.CommandLine;
using Hub.Server.Cli.Doctor;
using Hub.Server.Exchange;
using Hub.Server.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Hub.Server.Cli;

/// <summary>The command line <c>hub …</c>: its verbs, and the one place that turns their failures into a sentence and an exit code.</summary>
internal static class HubCommand
{
    /// <summary>Runs one command line.</summary>
    /// <param name="output">Where results go; absent means the console.</param>
    /// <param name="error">Where mistakes go; absent means the console.</param>
    /// <param name="settings">Where the settings come from; absent means the environment and <c>appsettings.json</c>.</param>
    public static async Task<int> RunAsync(
        IReadOnlyList<string> arguments, HubActions actions, TextWriter? output = null, TextWriter? error = null, IConfiguration? settings = null)
    {
        var configuration = new HubInvocation(settings ?? CommandSettings.Configuration())
        {
            EnableDefaultExceptionHandler = false,
            // The hub drains within 30 s of SIGTERM; it must not be cut short before.
            ProcessTerminationTimeout = TimeSpan.FromSeconds(35),
        };
        configuration.Output = output ?? configuration.Output;
        configuration.Error = error ?? configuration.Error;
        var parsed = Create(actions).Parse(arguments);
        try
        {
            var exitCode = await parsed.InvokeAsync(configuration);
            return parsed.Errors.Count > 0 ? ExitCodes.Unusable : exitCode;
        }
        catch (CommandRefusedException refused)
        {
            await configuration.Error.WriteLineAsync($"hub: {refused.Message}");
            return refused.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await configuration.Error.WriteLineAsync("hub: interrupted.");
            return ExitCodes.Unusable;
        }
        catch (Exception failure) when (failure is HubOptionsException or StoreVersionException or StoreUnavailableException or IOException or UnauthorizedAccessException)
        {
            await configuration.Error.WriteLineAsync($"hub: {failure.Message}");
            return ExitCodes.Unusable;
        }
        catch (InsufficientExecutionStackException)
        {
            await configuration.Error.WriteLineAsync("hub: a workflow nests its steps too deeply to be compared or written (thousands of levels). Draw what is inside as a workflow of its own.");
            return ExitCodes.Unusable;
        }
        catch (SqliteException failure)
        {
            await configuration.Error.WriteLineAsync($"hub: the store could not be used: {failure.Message} Check the data folder (HUB__DATA) with: hub doctor");
            return ExitCodes.Unusable;
        }
    }

    public static RootCommand Create(HubActions actions)
    {
        var root = new RootCommand($"The interoperability hub of a local authority. Settings: environment HUB__… (see: hub config check). {ExitCodes.Help}")
        {
            ServeCommand.Create(actions),
            DemoCommandLine.Create(actions),
            ValidateCommand.Create(),
            BowtieCommand.Create(),
            WorkflowCommand.Create(),
            ConnectorCommand.Create(),
            SchemaCommand.Create(),
            KeyCommand.Create(),
            AuditCommand.Create(),
            BackupCommand.Create(),
            RestoreCommand.Create(),
            ConfigCommand.Create(),
            DoctorCommand.Create(),
            OpenApiCommand.Create(actions),
            LaterCommand.Create("asyncapi", "Print the description of the messages (AsyncAPI 3)"),
        };
        return root;
    }
}
