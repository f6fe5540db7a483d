using System.CommandLine;
using System.Text;

namespace Hub.Server.Cli;

/// <summary><c>hub bowtie</c>: our validator behind Bowtie, the public harness that holds JSON Schema validators beside one another.</summary>
internal static class BowtieCommand
{
    // The protocol asks for addresses. A hub is run from many repositories and knows none of them by itself.
    private const string NoAddress = "urn:hub:json-schema";

    public static Command Create()
    {
        var homepage = new Option<string>("--homepage")
        {
            Description = "The address that the harness shows as that of the implementation, its source and its issues",
            DefaultValueFactory = _ => NoAddress,
        };
        var command = new Command(
            "bowtie",
            "Answer the JSON Schema test harness Bowtie (protocol 1): a line of JSON on the standard input, a line on the standard output. Exit codes: 0 told to stop, or nothing more came; 2 the protocol was not followed.") { homepage };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            using var input = new StreamReader(Console.OpenStandardInput(), new UTF8Encoding(false));
            await AnswerAsync(input, parsed.InvocationConfiguration.Output, parsed.GetRequiredValue(homepage), cancellationToken);
            return ExitCodes.Done;
        });
        return command;
    }

    /// <summary>Answers each line until it is told to stop or no more come.</summary>
    /// <exception cref="CommandRefusedException">A line is not of the protocol.</exception>
    internal static async Task AnswerAsync(TextReader input, TextWriter output, string homepage, CancellationToken cancellationToken)
    {
        var session = new BowtieSession(homepage);
        while (!session.IsStopped && await input.ReadLineAsync(cancellationToken) is { } line)
        {
            if (session.Answer(line) is { } answer)
            {
                // The harness waits for the answer before it sends the next line.
                await output.WriteLineAsync(answer.AsMemory(), cancellationToken);
                await output.FlushAsync(cancellationToken);
            }
        }
    }
}
