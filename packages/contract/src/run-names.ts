/** Names for runs that nobody named: two words that are easy to say and to tell apart. */
const adjectives =
  "able agile amber ample apt avid blithe bold brave brief bright brisk calm candid careful cheerful civil clear clever cosmic crisp curious daring deft eager early earnest easy elated epic fair famous fast fond fresh gentle glad golden grand happy hardy honest humble ideal jolly keen kind lively loyal lucid lucky merry mighty mild modest neat nimble noble orange patient placid polite prime proud pure quick quiet rapid ready robust rosy sage silver sincere sleek smart smooth snug sober solid spry stable steady still stout subtle sunny sure swift tidy tranquil true upbeat valiant vivid warm wise witty zesty".split(
    " ",
  );
const animals =
  "alpaca ant antelope badger bat bear beaver bee bison boar buffalo camel canary caribou cat cheetah chough cod condor cougar coyote crab crane cricket crow deer dingo dolphin donkey dove duck eagle eel egret elk emu falcon ferret finch firefly fox frog gannet gazelle gecko gibbon giraffe goat goose gorilla grouse gull hare hawk hedgehog heron hippo horse ibex ibis jackal jaguar jay kestrel kingfisher kiwi koala lark lemur leopard lion lizard llama lobster lynx magpie manatee marmot marten mink mole moose moth mouse mule newt ocelot octopus orca oriole osprey otter owl oyster panda panther parrot pelican penguin pheasant pigeon pony puffin puma quail rabbit raccoon raven robin salmon seal shrew skunk sloth snail sparrow squid stork swan tapir tern tiger toad trout turtle viper walrus wasp weasel whale wolf wombat woodpecker wren yak zebra".split(
    " ",
  );

/** A name such as `brisk-otter`. `random` gives numbers from 0 up to 1. */
export const newName = (random: () => number): string => `${pick(adjectives, random)}-${pick(animals, random)}`;

const pick = (words: readonly string[], random: () => number): string => words[Math.floor(random() * words.length)] ?? "";
