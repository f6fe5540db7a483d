using FsCheck;
using FsCheck.Fluent;
using Hub.Server.Tests.Exchange;

namespace Hub.Server.Tests.Faults;

/// <summary>
/// Whatever citizens, connectors, the payment service, the clock and kill -9 do, and in whatever order: the hub ends up where a
/// page of model says. A failure prints the shortest sequence that shows it, and the seed.
/// </summary>
public sealed class JourneyModelTests : IAsyncLifetime
{
    private const int Sequences = 100;
    private const int SequencesInFull = 3000;
    private const int People = 3;

    // The fewer people, the further each of them comes: of a hundred sequences about fifteen complete a journey, and six take up one that failed.
    private static readonly Gen<Step[]> Sequence =
        from people in Gen.Choose(1, People)
        from length in Gen.Choose(4, 40)
        from steps in Gen.ArrayOf(
            from command in Gen.Frequency(
                (4, Gen.Constant(Command.Submit)),
                (10, Gen.Constant(Command.Answer)),
                (1, Gen.Constant(Command.AnswerAgain)),
                (4, Gen.Constant(Command.Bring)),
                (3, Gen.Constant(Command.Pay)),
                (1, Gen.Constant(Command.PayAgain)),
                (1, Gen.Constant(Command.Refuse)),
                (4, Gen.Constant(Command.PayAnotherAmount)),
                (4, Gen.Constant(Command.Retry)),
                (3, Gen.Constant(Command.Kill)),
                (1, Gen.Constant(Command.Jump)))
            from who in Gen.Choose(1, people)
            select new Step(command, who),
            length)
        select steps;

    private ExchangeScope installed = null!; // set before each test by InitializeAsync

    public async Task InitializeAsync() => installed = await ModelledHub.InstallAsync();

    public async Task DisposeAsync() => await installed.DisposeAsync();

    [Fact]
    public void Hub_AnySequenceOfCommandsAndKills_AgreesWithTheModel() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(Environment.GetEnvironmentVariable("HUB_TEST_FULL") == "1" ? SequencesInFull : Sequences),
        Prop.ForAll(Arb.From(Sequence, Shorter), Play));

    // Without any one of its steps.
    private static IEnumerable<Step[]> Shorter(Step[] steps) => steps.Select((_, left) => steps.Where((_, at) => at != left).ToArray());

    // The property runner is synchronous.
    private void Play(Step[] steps) => PlayAsync(steps).GetAwaiter().GetResult();

    private async Task PlayAsync(Step[] steps)
    {
        await using var hub = new ModelledHub(installed);
        foreach (var step in steps)
        {
            await hub.RunAsync(step);
        }
    }
}
