namespace Hub.Workflows.Activities.Console;

/// <summary>Gives lines that somebody types. A host that has a console implements it with the host object of the burst.</summary>
public interface IConsoleReader
{
    /// <summary>The next line, or null at the end of the input.</summary>
    ValueTask<string?> ReadLineAsync(CancellationToken cancellationToken);
}
