namespace Concord.Lab.Models;

/// <summary>Holds the place of the options of a Continuous Thought Machine; nothing can be built from it.</summary>
/// <typeparam name="TViews">How samples are shown.</typeparam>
/// <param name="Question">What is shown and asked.</param>
public sealed record ThoughtOptions<TViews>(Question Question) : AgentModelOptions<TViews>
    where TViews : AgentViews
{
    /// <inheritdoc/>
    public override string Name => "ctm";

    /// <summary>What is shown and asked.</summary>
    public Question Question { get; init => field = value.Checked(); } = Question.Checked();

    internal override Question? Asked => Question;

    /// <inheritdoc/>
    public override IAgentModel<TViews> Build() => throw new NotSupportedException("There is no such model yet.");

    internal override AgentModelOptions<TViews>? WithQuestion(Question question) => this with { Question = question };
}
